/* Sets the theme before anything is drawn: as chosen here, else as the system likes it. */
(function () {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      return localStorage.getItem("detente.theme");
    } catch {
      return null;
    }
  };
  const set = () => {
    document.documentElement.dataset.theme = chosen() || (dark.matches ? "dark" : "light");
  };
  set();
  dark.addEventListener("change", set);
})();
