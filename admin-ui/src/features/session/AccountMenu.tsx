import { Menu, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconLogout, IconUserCircle } from "@tabler/icons-react";
import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { sessionQuery, signOut } from "../../api/queries";
import classes from "./AccountMenu.module.css";

/** Who is signed in, and the way out. */
export function AccountMenu({ onSignedOut }: { readonly onSignedOut: () => void }) {
  const { data: session } = useSuspenseQuery(sessionQuery);
  // Whatever the gateway answers, this browser leaves: a session that is gone already is just what was wanted.
  const leave = useMutation({ mutationFn: signOut, onSettled: onSignedOut });
  return (
    <Menu position="bottom-end" width={200} withinPortal>
      <Menu.Target>
        <UnstyledButton className={classes["button"] ?? ""} aria-label="Account">
          <IconUserCircle size={20} aria-hidden="true" />
          <span className={classes["name"]}>{session?.actor ?? "Signed out"}</span>
          <IconChevronDown size={14} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden="true" />} onClick={() => leave.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
