// Who is signed in here already need not enter a password: the session's cookie says so, to /v1/sessions alone.
const form = document.getElementById("ask");
const part = (id) => document.getElementById(id);
const rungs = { user: ["user"], agent: ["agent", "user"], admin: ["admin", "agent", "user"] };
const asked = Object.fromEntries([...new FormData(form)].filter(([name]) => !["email", "password"].includes(name)));
const wanted = Math.max(...(asked.scope || "user").split(" ").map((name) => Object.keys(rungs).indexOf(name)));
const signIn = part("allow").textContent;
let token;

const post = (path, body) => fetch(path, {
  method: "POST",
  headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
  body: JSON.stringify(body),
});

async function session() {
  for (const scope of rungs[Object.keys(rungs)[wanted]]) {
    const answer = await post("/v1/sessions/refresh", { scope });
    if (answer.ok) return answer.json();
    if ((await answer.json()).code !== "scope_not_granted") return null; // going up asks for the password
  }
  return null;
}

async function decide(decision) {
  const answer = await post("/v1/oauth/authorizations", { ...asked, decision });
  if (!answer.ok) return null;
  const { redirect_to: url, person } = await answer.json();
  if (url) location.replace(url);
  return person;
}

function known(person) {
  part("who").textContent = part("who").dataset.known.replace("{person}", person);
  part("sign-in").hidden = true;
  for (const field of part("sign-in").querySelectorAll("input")) field.disabled = true;
  part("allow").textContent = part("allow").dataset.known;
  part("other").hidden = false;
}

function stranger() {
  token = undefined;
  part("sign-in").hidden = false;
  for (const field of part("sign-in").querySelectorAll("input")) field.disabled = false;
  part("allow").textContent = signIn;
  part("other").hidden = true;
  part("email").focus();
}

part("other").addEventListener("click", stranger);
form.addEventListener("submit", async (event) => {
  if (!token) return;
  event.preventDefault();
  if (await decide("allow") === null) stranger();
});
if (part("wrong").hidden) {
  const found = await session();
  token = found?.access_token;
  const person = found && await decide("as_before");
  if (person) known(person); else token = undefined;
}
