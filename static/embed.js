// Puts ECS Playground into a page:
//
//   <div data-ecs-playground="scenario=rolling&amp;at=95" data-theme="dark"></div>
//   <script src="https://…/embed.js" async></script>
//
// The attribute holds what a link has after its #. Each such element is filled with a frame that is loaded when it
// comes near the window, as wide as its place and higher where that is narrow. data-theme: light or dark, else as the
// reader prefers. data-title: the frame's name for screen readers. data-height: pixels, instead of our choice.
(function () {
  var folder = new URL(".", document.currentScript.src).href;
  var NARROW = 520;

  function fill(place) {
    if (place.dataset.ecsReady) return;
    place.dataset.ecsReady = "yes";
    var theme = place.dataset.theme;
    var height = Number(place.dataset.height);
    var frame = document.createElement("iframe");
    frame.title = place.dataset.title || "ECS Playground";
    frame.loading = "lazy";
    frame.style.cssText = "display:block;width:100%;border:0;color-scheme:auto";
    frame.src =
      folder + "?embed=1" + (theme === "light" || theme === "dark" ? "&theme=" + theme : "") +
      "#" + (place.dataset.ecsPlayground || "scenario=demo").replace(/^.*#/, "");

    function resize() {
      frame.height = height >= 300 ? height : place.clientWidth < NARROW ? 560 : 420;
    }

    resize();
    if (window.ResizeObserver) new ResizeObserver(resize).observe(place);
    place.replaceChildren(frame);
  }

  function fillAll() {
    document.querySelectorAll("[data-ecs-playground]").forEach(fill);
  }

  fillAll();
  document.addEventListener("DOMContentLoaded", fillAll);
  // Documentation that changes its pages without leaving them.
  new MutationObserver(fillAll).observe(document.documentElement, { childList: true, subtree: true });
})();
