// Starts Scalar's API reference in the frame of the admin panel, which hands over the reader's token by message.
// Nothing outside of this helpdesk is asked: no fonts, no proxy, no telemetry, no assistant.
(() => {
  const KIND = 'deskbell-explorer';
  const waiting = new Map();
  let asked = 0;

  const GERMAN = {
    "Loading the API's document …": 'Die Beschreibung der API wird geladen …',
    'The document could not be loaded. Reload this page to try again.':
      'Die Beschreibung konnte nicht geladen werden. Laden Sie diese Seite neu, um es noch einmal zu versuchen.',
    'Open the explorer in the admin panel.': 'Öffnen Sie den Explorer in der Verwaltung.',
  };

  function say(text, locale) {
    document.getElementById('wait').textContent = (locale.startsWith('de') && GERMAN[text]) || text;
  }

  addEventListener('message', (event) => {
    if (event.origin !== location.origin || event.source !== parent || event.data?.kind !== KIND) return;
    waiting.get(event.data.number)?.(event.data);
    waiting.delete(event.data.number);
  });

  const ask = (what) =>
    new Promise((resolve) => {
      asked += 1;
      const number = asked;
      const send = () => parent.postMessage({ kind: KIND, ask: what, number }, location.origin);
      // The panel may be between two looks of itself: it is asked until it answers.
      const again = setInterval(send, 1000);
      waiting.set(number, (answer) => {
        clearInterval(again);
        resolve(answer);
      });
      send();
    });

  // Tokens live ten minutes: the one that was filled in at the start is replaced by the one of this moment.
  const fetchAs = (first) => async (input, init) => {
    const request = new Request(input, init);
    if (request.headers.get('Authorization') === `Bearer ${first}`) {
      const { token } = await ask('token');
      if (token) request.headers.set('Authorization', `Bearer ${token}`);
    }
    return fetch(request);
  };

  async function start() {
    const { api, token, scheme, locale } = await ask('start');
    const wait = document.getElementById('wait');
    document.documentElement.lang = locale;
    say("Loading the API's document …", locale);
    try {
      const answer = await fetch(new URL('v1/openapi.json', api));
      if (!answer.ok) throw new Error(String(answer.status));
      const content = await answer.json();
      const own = location.origin;
      Scalar.createApiReference('#explorer', {
        content,
        servers: [{ url: new URL(api).origin + new URL(api).pathname.replace(/\/$/, '') }],
        authentication: { preferredSecurityScheme: 'bearer', securitySchemes: { bearer: { token } } },
        customFetch: fetchAs(token),
        agent: { disabled: true },
        mcp: { disabled: true },
        externalUrls: { dashboardUrl: own, registryUrl: own, proxyUrl: own, apiBaseUrl: own },
        proxyUrl: '',
        telemetry: false,
        withDefaultFonts: false,
        hideClientButton: true,
        showDeveloperTools: 'never',
        persistAuth: false,
        documentDownloadType: 'json',
        hideDarkModeToggle: true,
        forceDarkModeState: scheme,
        localization: { locale },
        onLoaded: () => wait.remove(),
      });
      wait.hidden = true;
    } catch {
      wait.hidden = false;
      say('The document could not be loaded. Reload this page to try again.', locale);
    }
  }

  if (parent === window) say('Open the explorer in the admin panel.', navigator.language);
  else start();
})();
