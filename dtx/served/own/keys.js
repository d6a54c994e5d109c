// What is typed goes to the app from the first key on, without a click; the page around it hears Enter once the app is closed.
"use strict";

function listen() {
  if (document.body.classList.contains("-closed")) {
    document.getElementById("again").focus();
    return;
  }
  const typed = document.querySelector(".xterm-helper-textarea");
  if (typed && document.activeElement !== typed) typed.focus();
}

window.addEventListener("load", function () {
  new MutationObserver(listen).observe(document.body, { attributes: true, childList: true, subtree: true });
  window.addEventListener("focus", listen);
  document.addEventListener("keydown", listen, true);
  listen();
});
