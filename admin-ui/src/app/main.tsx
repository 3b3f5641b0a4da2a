import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./tokens.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { adoptThemeSheet } from "./theme-sheet";

adoptThemeSheet();

const root = document.getElementById("root");
if (root === null) {
  throw new Error("index.html has lost its root element.");
}
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
