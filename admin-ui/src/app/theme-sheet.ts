import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from "@mantine/core";
import { cssVariables, theme } from "./theme";

/**
 * Mantine's variables for our theme, as a constructed style sheet. MantineProvider would write them into a style
 * element, which `style-src 'self'` refuses; a constructed sheet is script's own work and needs no nonce, so that
 * the pages stay static files.
 */
export function adoptThemeSheet(): void {
  const whole = mergeMantineTheme(DEFAULT_THEME, theme);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    [defaultCssVariablesResolver, cssVariables]
      .map((resolve) => convertCssVariables(resolve(whole), ":root"))
      .join("\n"),
  );
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
