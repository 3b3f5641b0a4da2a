import { Anchor } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import classes from "./BackToHosts.module.css";

export function BackToHosts() {
  return (
    <Anchor component={Link} to="/hosts" className={classes["back"] ?? ""}>
      <IconArrowLeft size={16} aria-hidden="true" />
      All hosts
    </Anchor>
  );
}
