/* While a build runs: asks whether there is anything new, and brings the page up to date in place. */
(() => {
  const ASK_MILLIS = 3000;
  /** Between deployments of a build that goes on. */
  const IDLE_MILLIS = 10000;
  const MOVE_MILLIS = 9000;
  const SAY_MILLIS = 20000;
  const PATIENCE = 3;

  /** Makes one element like another, keeping what is the same: focus, selection and open details outlive it. */
  function morph(now, next) {
    if (now.hasAttribute("data-keep")) {
      return;
    }
    for (const old of Array.from(now.attributes)) {
      if (!next.hasAttribute(old.name) && !isReaders(now, old.name)) {
        now.removeAttribute(old.name);
      }
    }
    for (const wanted of Array.from(next.attributes)) {
      if (now.getAttribute(wanted.name) !== wanted.value && !isReaders(now, wanted.name)) {
        now.setAttribute(wanted.name, wanted.value);
      }
    }
    const keyed = new Map();
    for (const child of Array.from(now.children)) {
      if (keyOf(child)) {
        keyed.set(keyOf(child), child);
      }
    }
    let at = now.firstChild;
    for (const wanted of Array.from(next.childNodes)) {
      const key = keyOf(wanted);
      let match = key ? keyed.get(key) : at;
      if (!match || !alike(match, wanted)) {
        match = document.importNode(wanted, true);
        now.insertBefore(match, at);
        continue;
      }
      if (match === at) {
        at = at.nextSibling;
      } else {
        now.insertBefore(match, at);
      }
      if (match.nodeType === Node.ELEMENT_NODE) {
        morph(match, wanted);
      } else if (match.nodeValue !== wanted.nodeValue) {
        match.nodeValue = wanted.nodeValue;
      }
    }
    while (at) {
      const rest = at;
      at = at.nextSibling;
      rest.remove();
    }
  }

  /** What was opened or closed stays so. */
  function isReaders(element, attribute) {
    return attribute === "open" && element.nodeName === "DETAILS";
  }

  function keyOf(node) {
    return node.nodeType === Node.ELEMENT_NODE ? node.getAttribute("data-key") : null;
  }

  function alike(a, b) {
    return a.nodeName === b.nodeName && keyOf(a) === keyOf(b);
  }

  function answer(url) {
    return fetch(url, { cache: "no-store" }).then((response) => {
      // a page that needs a user sends a stranger to where one signs in
      if (response.status === 401 || response.status === 403 || response.redirected) {
        const refusal = new Error(String(response.status));
        refusal.signedOut = true;
        throw refusal;
      }
      if (!response.ok) {
        throw new Error(String(response.status));
      }
      return response;
    });
  }

  function follow(root) {
    const content = document.getElementById("codedeploy-content");
    const spoken = document.getElementById("codedeploy-spoken");
    const stale = document.getElementById("codedeploy-stale");
    const signedOut = document.getElementById("codedeploy-signed-out");
    let version = Number(root.dataset.version);
    let running = root.dataset.running === "true";
    let moved = Date.now();
    let said = 0;
    let failures = 0;

    /** Bars grow with time, even where nothing happens. */
    function isDue(data) {
      return (
        data.version !== version || data.running !== running || (data.running && Date.now() - moved > MOVE_MILLIS)
      );
    }

    function show(html, data) {
      const next = content.cloneNode(false);
      const body = new DOMParser().parseFromString(html, "text/html").body;
      while (body.firstChild) {
        next.appendChild(body.firstChild);
      }
      const focused = document.activeElement;
      morph(content, next);
      // a row that has moved has lost it
      if (content.contains(focused) && focused !== document.activeElement) {
        focused.focus({ preventScroll: true });
      }
      // copy buttons and tooltips of what is new
      Behaviour.applySubtree(content, true);
      version = data.version;
      running = data.running;
      moved = Date.now();
    }

    /** Counters of many targets change at every look: nobody wants to hear each. */
    function say(text, atOnce) {
      if (spoken.textContent !== text && (atOnce || Date.now() - said > SAY_MILLIS)) {
        spoken.textContent = text;
        said = Date.now();
      }
    }

    function look() {
      return answer(root.dataset.progress)
        .then((response) => response.json())
        .then((told) => {
          say(told.data.message, failures >= PATIENCE || told.data.running !== running);
          if (!isDue(told.data)) {
            return told.data.building;
          }
          return answer(root.dataset.content)
            .then((response) => response.text())
            .then((html) => {
              show(html, told.data);
              return told.data.building;
            });
        });
    }

    function again() {
      setTimeout(turn, (running ? ASK_MILLIS : IDLE_MILLIS) * Math.min(1 + failures, 10));
    }

    function turn() {
      if (document.hidden) {
        again();
        return;
      }
      look().then(
        (building) => {
          failures = 0;
          stale.hidden = true;
          signedOut.hidden = true;
          if (building) {
            again();
          }
        },
        (problem) => {
          failures++;
          const out = problem.signedOut === true;
          if (out || failures >= PATIENCE) {
            const note = out ? signedOut : stale;
            stale.hidden = out;
            signedOut.hidden = !out;
            say(note.textContent, true);
          }
          // whoever signs in, in this window or another, finds the page going on
          again();
        },
      );
    }

    again();
  }

  const start = () => {
    const root = document.getElementById("codedeploy-report");
    if (root && root.dataset.building === "true") {
      follow(root);
    }
  };
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
