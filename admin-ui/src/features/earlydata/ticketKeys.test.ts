import { expect, test } from "vitest";
import { durationInWords, secondsOf } from "./ticketKeys";

test("says a duration in its two largest units", () => {
  expect(durationInWords(0)).toBe("0 s");
  expect(durationInWords(59)).toBe("59 s");
  expect(durationInWords(3600)).toBe("1 h");
  expect(durationInWords(11_545)).toBe("3 h 12 min");
  expect(durationInWords(3605)).toBe("1 h");
  expect(durationInWords(93_600)).toBe("1 d 2 h");
});

test("reads a duration as the API writes it", () => {
  expect(secondsOf("PT6H")).toBe(21_600);
  expect(secondsOf("PT1H30M")).toBe(5400);
  expect(secondsOf("PT0.5S")).toBe(0.5);
});
