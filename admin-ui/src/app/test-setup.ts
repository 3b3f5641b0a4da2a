import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// A machine that does much else takes its time.
configure({ asyncUtilTimeout: 20_000 });

afterEach(cleanup);

// Text areas that grow listen for fonts, of which happy-dom has none.
if (typeof document !== "undefined" && !("fonts" in document)) {
  Object.defineProperty(document, "fonts", { value: new EventTarget() });
}
