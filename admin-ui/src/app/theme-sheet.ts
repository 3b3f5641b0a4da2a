import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from "@mantine/core";
import { theme } from "./theme";

/**
 * Mantine's variables for our theme, as a constructed style sheet. MantineProvider would write them into a style
 * element, which `style-src 'self'` refuses; a constructed sheet is script's own work and needs no nonce, so that
 * the pages stay static files.
 */
export function adoptThemeSheet(): void {
  const variables = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(convertCssVariables(variables, ":root"));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
