// Says what is in the way, and loads the page that was wanted as soon as Whimsy answers.

const LOOK_MS = 4_000;

function tell() {
  const words = navigator.onLine ? "Whimsy can’t be reached right now." : "You are offline.";
  const what = document.getElementById("what");
  if (what.textContent !== words) what.textContent = words;
}

async function look() {
  tell();
  try {
    const answer = await fetch("/livez", { cache: "no-store" });
    if (answer.ok) location.reload();
  } catch {
    // It is still out of reach.
  }
}

document.getElementById("again").addEventListener("click", () => location.reload());
window.addEventListener("online", look);
window.addEventListener("offline", tell);
setInterval(look, LOOK_MS);
tell();
try {
  const theme = localStorage.getItem("theme"); // as chosen in the footer
  if (theme === "light" || theme === "dark") document.documentElement.style.colorScheme = theme;
} catch {
  // The browser keeps nothing: the colours are those of the device.
}
