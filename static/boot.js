// Starts the wasm. A file of its own, because the Content-Security-Policy allows no inline script; a classic script,
// because a browser too old for modules should still be told what is missing.
(function () {
  var app = document.getElementById("app");

  function show(title, detail) {
    var note = document.createElement("div");
    note.className = "boot-note";
    note.setAttribute("role", "alert");
    var heading = document.createElement("h1");
    heading.textContent = title;
    var text = document.createElement("p");
    text.textContent = detail;
    note.append(heading, text);
    app.replaceChildren(note);
  }

  function address(part) {
    return document.querySelector('link[data-boot="' + part + '"]').href;
  }

  if (typeof WebAssembly !== "object") {
    show(
      "This browser cannot run the model",
      "ECS Playground needs WebAssembly. It may be switched off by a setting or a policy; every current browser has it."
    );
    return;
  }

  // The page of a panic: by then the wasm hears nothing any more.
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-restart]")) location.reload();
  });

  function start() {
    import(address("glue"))
      .then(function (glue) {
        return glue.default({ module_or_path: address("wasm") });
      })
      .catch(function (error) {
        show("The model could not start", "Reload the page to try again. The browser says: " + error);
        throw error;
      });
  }

  // After the first paint, so that on a slow connection nothing competes with the words that say what is loading. A
  // page in the background paints nothing.
  if (document.hidden) start();
  else requestAnimationFrame(function () { setTimeout(start); });
})();
