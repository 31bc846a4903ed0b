// The link to the full screen shows the wall alone; with a script, the browser gives it the whole screen too.
document.addEventListener("click", event => {
  const link = event.target.closest("[data-full-screen]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const enters = link.dataset.fullScreen === "enter";
  event.preventDefault();
  if (enters) document.documentElement.requestFullscreen?.().catch(() => {});
  else if (document.fullscreenElement) document.exitFullscreen();
  history.replaceState(null, "", link.href);
  document.body.classList.toggle("is-screen", enters);
  htmx.ajax("GET", link.href, { target: "#wall", swap: "outerHTML" });
});
