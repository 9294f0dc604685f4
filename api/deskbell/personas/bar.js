// The demonstration's bar: which persona this browser is, becoming another one, and what that changed.
(() => {
  const bar = document.getElementById('personas');
  const root = bar.dataset.root;
  const before = 'deskbell_persona_before';
  const wasIn = 'deskbell-was-in'; // by this mark the homes know that there is a session (shared/api/src/session.ts)
  const buttons = [...bar.querySelectorAll('button')];
  const path = () => location.pathname.slice(root.length) || '/';

  const home = () => (path().startsWith('/agent/') ? 'agent' : path().startsWith('/admin/') ? 'admin' : null);
  const chosen = /(?:^|; )deskbell_persona=(\w+)/.exec(document.cookie)?.[1];
  const present = home() ?? (chosen === 'customer' ? 'customer' : 'guest');
  const says = (on) => bar.toggleAttribute('aria-busy', on) && bar.setAttribute('aria-busy', 'true');

  // Here, before the home begins: the one that was left takes the mark away when it sees its session end.
  if (sessionStorage.getItem(before) && chosen !== 'guest') localStorage.setItem(wasIn, '1');
  for (const button of buttons) {
    button.setAttribute('aria-pressed', String(button.dataset.persona === present));
    button.addEventListener('click', () => become(button.dataset.persona));
  }
  tell();

  // Held until this page is gone: its home must not renew a session that is ended under it, nor the next one.
  function become(persona) {
    return navigator.locks.request('deskbell-session', () => change(persona));
  }

  async function change(persona) {
    says(true);
    const query = new URLSearchParams({ path: path() });
    // Ends the session before, whose cookie only this address gets to see.
    await fetch(`${root}/v1/sessions/current`, { method: 'DELETE' }).catch(() => null);
    const answer = await fetch(`${root}/demo/personas/${persona}?${query}`, { method: 'POST' }).catch(() => null);
    if (!answer?.ok) {
      says(false);
      return;
    }
    sessionStorage.setItem(before, present);
    if (persona === 'guest') localStorage.removeItem(wasIn);
    const { go_to: goTo } = await answer.json();
    if (goTo === path()) location.reload();
    else location.assign(root + goTo);
    await new Promise(() => {});
  }

  async function tell() {
    const query = new URLSearchParams({ after: present, path: path() });
    const last = sessionStorage.getItem(before);
    sessionStorage.removeItem(before);
    if (last) query.set('before', last);
    const answer = await fetch(`${root}/demo/personas/changes?${query}`).catch(() => null);
    if (!answer?.ok) return;
    const { name, appeared, vanished } = await answer.json();
    bar.querySelector('.name').textContent = name;
    const changes = bar.querySelector('.changes');
    for (const [title, lines] of [['Appeared', appeared], ['Vanished', vanished]]) {
      if (lines.length === 0) continue;
      const list = document.createElement('ul');
      list.append(...lines.map((line) => Object.assign(document.createElement('li'), { textContent: line })));
      changes.append(Object.assign(document.createElement('p'), { textContent: title }), list);
    }
    const details = bar.querySelector('details');
    details.hidden = changes.childElementCount === 0;
    details.open = !details.hidden && matchMedia('(width >= 44rem)').matches;
    if (details.open) setTimeout(() => (details.open = false), 12_000);
  }
})();
