// The demo page's controls: they change the widget on the page and show the tag that gives the same.
const form = document.querySelector("#options");
const tag = document.querySelector("#tag");
const chat = () => document.querySelector("latarnik-chat");

// The languages are those that the widget has words for.
for (const [code, name] of customElements.get("latarnik-chat").languages) {
  const option = new Option(name, code, code === chat().language, code === chat().language);
  form.elements.language.append(option);
}

function shown() {
  const data = new FormData(form);
  const attributes = [...data].filter(([, value]) => value).map(([name, value]) => `data-${name}="${value}"`);
  tag.textContent = `<script src="${location.origin}/static/latarnik.js" ${attributes.join(" ")} defer></script>`;
}

form.addEventListener("input", () => {
  const data = new FormData(form);
  for (const name of ["language", "country", "audience", "position"]) chat()[name] = data.get(name);
  chat().style.setProperty("--latarnik-accent", data.get("accent"));
  shown();
});
form.addEventListener("submit", (event) => event.preventDefault());
shown();
