// The demo page's controls: they change the widget on the page and show the tag that gives the same.
const form = document.querySelector("#options");
const chat = document.querySelector("latarnik-chat");
let integrity = "";

// The languages are those that the widget has words for.
for (const [code, name] of customElements.get("latarnik-chat").languages) {
  form.elements.language.append(new Option(name, code, code === chat.language, code === chat.language));
}

function show() {
  const data = [...new FormData(form)].filter(([, value]) => value);
  const attributes = data.map(([name, value]) => `data-${name}="${value.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`);
  const proof = integrity && ` integrity="${integrity}" crossorigin`;
  document.querySelector("#tag").textContent =
    `<script src="${location.origin}/static/latarnik.js"${proof} ${attributes.join(" ")} defer></script>`;
  const asked = data.filter(([name]) => ["language", "country", "audience"].includes(name));
  document.querySelector("#whole").href = `/chat?${new URLSearchParams(asked)}`;
}

form.addEventListener("input", () => {
  const data = new FormData(form);
  for (const name of ["language", "country", "audience", "position", "greeting", "exit"]) chat[name] = data.get(name);
  chat.style.setProperty("--latarnik-accent", data.get("accent"));
  chat.style.setProperty("--latarnik-accent-dark", data.get("accent-dark"));
  show();
});
form.addEventListener("submit", (event) => event.preventDefault());
document.querySelector("#ask").addEventListener("click", ({ target }) => {
  const [english, polish] = target.textContent.split(" / ");
  chat.ask("passwords", chat.language === "pl" ? polish : english);
});
for (const name of ["open", "close", "message", "forget", "exit"]) {
  chat.addEventListener(`latarnik-${name}`, () => {
    document.querySelector("#events").value = `latarnik-${name}`;
  });
}
show();
fetch("/static/latarnik.integrity.txt")
  .then((answer) => answer.text())
  .then((text) => {
    integrity = text.trim();
    show();
  })
  .catch(() => {}); // whoever leaves the page needs no hash
