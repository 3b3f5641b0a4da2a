import { createTheme, type MantineColorsTuple, rem } from "@mantine/core";

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

// Dialogs must not lock the page through react-remove-scroll: it injects a style element, which our policy forbids.
// tokens.css does it instead, by this attribute.
const dialog = { defaultProps: { lockScroll: false, "data-postern-dialog": true } };

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
  components: { Modal: dialog, Drawer: dialog },
});
