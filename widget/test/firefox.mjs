/** Visits to /chat in Firefox, one for each way out; what was seen is written as JSON.
 *  tests/browser/test_firefox.py calls it and judges. */

import puppeteer from "puppeteer-core";

const { program, chat, says, exit, holds } = JSON.parse(process.argv[2]);
const ELSEWHERE = { contentType: "text/html", body: "<title>Weather</title>sunny" };
const WAYS = {
  button: (page) => page.locator(">>> .exit").click(),
  shift: async (page) => {
    for (let i = 0; i < 3; i++) await page.keyboard.press("Shift");
  },
};

/** Waits by asking again: what Puppeteer waits with sleeps while a headless Firefox draws nothing. */
async function found(page, selector) {
  for (let tries = 0; tries < 300; tries++) {
    const element = await page.$(`>>> ${selector}`);
    if (element) return element;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no ${selector}`);
}

async function visit(context, leave) {
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (line) => line.type() === "error" && errors.push(line.text()));
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    if (request.url() === exit) void request.respond(ELSEWHERE);
    else void request.continue();
  });
  await page.goto(chat);
  await (await found(page, ".first")).click();
  await found(page, ".choices");
  const say = async (text, reply) => {
    await page.locator(">>> textarea").fill(text);
    await (await page.$(">>> textarea")).press("Enter");
    return (await found(page, `.bubble.${reply}`)).evaluate((e) => e.innerText);
  };
  const answer = await say(says[0], "answer");
  const support = await say(says[1], "support");
  const cards = await page.$$eval(">>> .card", (all) => all.map((card) => card.innerText));
  const held = await page.evaluate(`(${holds})()`);
  const length = () => page.evaluate(() => history.length);
  const before = await length();
  await leave(page);
  await page.waitForFunction((url) => location.href === url, { polling: 100 }, exit);
  const added = (await length()) - before;
  await page.goto(chat);
  return { answer, support, cards, held, added, kept: await page.evaluate(`(${holds})()`), errors };
}

const browser = await puppeteer.launch({ browser: "firefox", executablePath: program });
try {
  const seen = {};
  for (const [way, leave] of Object.entries(WAYS)) {
    const context = await browser.createBrowserContext();
    seen[way] = await visit(context, leave);
    await context.close();
  }
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
}
