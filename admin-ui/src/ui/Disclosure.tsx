import { IconChevronRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./Disclosure.module.css";

interface DisclosureProps {
  readonly label: string;
  /** Opens it, such as when something inside is wrong; the user may still close it. */
  readonly open?: boolean;
  readonly children: ReactNode;
}

/** What few need, one click away. */
export function Disclosure({ label, open = false, children }: DisclosureProps) {
  return (
    <details className={classes["disclosure"]} open={open || undefined}>
      <summary>
        <IconChevronRight size={16} aria-hidden="true" />
        {label}
      </summary>
      <div className={classes["content"]}>{children}</div>
    </details>
  );
}
