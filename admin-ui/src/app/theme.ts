import { type CSSVariablesResolver, createTheme, type MantineColorsTuple, rem } from "@mantine/core";

const iris: MantineColorsTuple = [
  "#eeedff",
  "#dad9ff",
  "#b6b3fa",
  "#918df3",
  "#726ded",
  "#605ae8",
  "#5451d6",
  "#4542bd",
  "#3a37ad",
  "#2e2b96",
];

const slate: MantineColorsTuple = [
  "#eceef6",
  "#c9cedd",
  "#a1a8be",
  "#7a8198",
  "#3a4055",
  "#2d3345",
  "#1f2432",
  "#151823",
  "#11141d",
  "#0d0f16",
];

// Mantine would lock the page through react-remove-scroll, which injects a style element, and our policy forbids that.
// Nothing needs a lock: the page itself never scrolls, only the frame's main area does (Layout.module.css).
const dialog = { defaultProps: { lockScroll: false, padding: "lg", radius: "lg" } };

export const theme = createTheme({
  colors: { iris, dark: slate },
  primaryColor: "iris",
  primaryShade: { light: 6, dark: 5 },
  fontFamily: '"Inter Variable", system-ui, -apple-system, "Segoe UI", sans-serif',
  fontFamilyMonospace: '"JetBrains Mono Variable", ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  headings: {
    fontWeight: "650",
    sizes: { h1: { fontSize: rem(24), lineHeight: "1.25" }, h2: { fontSize: rem(17), lineHeight: "1.35" } },
  },
  defaultRadius: "md",
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    Modal: dialog,
    Drawer: { defaultProps: { ...dialog.defaultProps, radius: 0 } },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": "Dismiss" } } },
  },
});

/** Mantine's grey for secondary text is too faint for WCAG AA; these are not, on every surface of ours. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#565d73",
    "--mantine-color-placeholder": "#687087",
    "--mantine-color-anchor": "#4542bd",
    "--mantine-color-error": "#c02539",
  },
  dark: {
    "--mantine-color-dimmed": "#a1a8be",
    "--mantine-color-placeholder": "#8b92a9",
    "--mantine-color-anchor": "#a9a6fb",
    "--mantine-color-error": "#ff8a96",
    "--mantine-color-body": "#151823",
    "--mantine-color-iris-light": "#211f45",
    "--mantine-color-iris-light-hover": "#2a2857",
    "--mantine-color-iris-light-color": "#c9c8ff",
  },
});
