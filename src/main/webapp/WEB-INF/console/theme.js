// Not a module: it runs before the first paint, so that the page does not flash in the other colours.
try {
  const chosen = localStorage.getItem('console.theme');
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
} catch {
  // A browser that blocks storage follows the system.
}
