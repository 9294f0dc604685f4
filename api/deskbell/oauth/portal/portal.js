// A customer portal in about sixty lines: sign in, list, open and answer tickets. No library, no server of its own.
const { desk, client } = document.currentScript.dataset;
const here = location.origin + location.pathname; // registered as the app's redirect address
const main = document.querySelector("main");
let tokens; // in memory only: nothing lies on a disk

const base64 = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const random = () => base64(crypto.getRandomValues(new Uint8Array(32)));

async function signIn() {
  const verifier = random(), state = random();
  sessionStorage.setItem("sign-in", JSON.stringify({ verifier, state }));
  const challenge = base64(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)));
  const ask = { client_id: client, redirect_uri: here, response_type: "code", scope: "user", state };
  const proof = { code_challenge: challenge, code_challenge_method: "S256" };
  location.assign(`${desk}/oauth/authorize?${new URLSearchParams({ ...ask, ...proof })}`);
}
async function finishSignIn() {
  const back = new URLSearchParams(location.search);
  const { verifier, state } = JSON.parse(sessionStorage.getItem("sign-in") ?? "{}");
  sessionStorage.removeItem("sign-in");
  history.replaceState(null, "", here); // a code has no business in the history
  if (!back.has("code") || back.get("state") !== state || back.get("iss") !== desk) return;
  await token({ grant_type: "authorization_code", code: back.get("code"), redirect_uri: here, code_verifier: verifier });
}
async function token(form) {
  const body = new URLSearchParams({ client_id: client, ...form });
  const answer = await fetch(`${desk}/v1/oauth/token`, { method: "POST", body });
  tokens = answer.ok ? await answer.json() : undefined;
}
async function call(method, path, said) {
  const headers = { authorization: `Bearer ${tokens?.access_token}`, "content-type": "application/json" };
  const answer = await fetch(`${desk}/v1${path}`, { method, headers, body: said && JSON.stringify(said) });
  if (answer.ok) return answer.json();
  if (answer.status !== 401) throw new Error((await answer.json()).title);
  if (tokens) await token({ grant_type: "refresh_token", refresh_token: tokens.refresh_token }); // ten minutes are over
  return tokens ? call(method, path, said) : new Promise(() => signIn());
}

const add = (parent, name, more) => parent.appendChild(Object.assign(document.createElement(name), more)); // no innerHTML
const button = (textContent, onclick) => add(main, "p").appendChild(add(main, "button", { textContent, onclick }));
function form(title, fields, send) {
  const made = add(main, "form");
  for (const name of fields) add(add(made, "label", { textContent: `${name} ` }), "textarea", { name: name.toLowerCase(), required: true });
  const wrong = (error) => add(made, "p", { role: "alert", textContent: error.message });
  made.onsubmit = (event) => { event.preventDefault(); send(Object.fromEntries(new FormData(made))).catch(wrong); };
  add(made, "button", { textContent: title });
}
async function list() {
  const { items } = await call("GET", "/tickets");
  main.replaceChildren();
  for (const { id, subject } of items) button(subject, () => read(id));
  form("Open a ticket", ["Subject", "Text"], async (said) => read((await call("POST", "/tickets", said)).id));
}
async function read(id) {
  const { ticket, messages } = await call("GET", `/tickets/${id}/conversation`);
  main.replaceChildren();
  button("All tickets", list);
  add(main, "h1", { textContent: ticket.subject });
  for (const { author, text } of messages.items) add(main, "p", { textContent: `${author?.name ?? "System"}: ${text}` });
  form("Answer", ["Text"], async (said) => { await call("POST", `/tickets/${id}/messages`, said); await read(id); });
}
finishSignIn().then(() => (tokens ? list() : button("Sign in", signIn)));
