import type { RevocationList } from "../../api/generated/schema";
import { Tag } from "../../ui/Tag";
import { useNow } from "../../ui/useNow";
import classes from "./RevocationCell.module.css";
import { revocationOf } from "./revocation";

/** How many revocation lists a bundle has, and when the first of them has to be replaced. */
export function RevocationCell({ lists }: { readonly lists: readonly RevocationList[] }) {
  const { words, next, tone } = revocationOf(lists, useNow(60_000));
  return (
    <span className={classes["revocation"]}>
      <span>{words}</span>
      {next !== undefined && <Tag tone={tone}>{next}</Tag>}
    </span>
  );
}
