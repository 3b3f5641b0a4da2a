import { ActionIcon, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconBolt,
  IconCertificate,
  IconMenu2,
  IconRoute2,
  IconServer2,
  IconTimeline,
  IconTopologyStar3,
} from "@tabler/icons-react";
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { HandshakeFeedProvider } from "../features/handshakes/HandshakeFeedContext";
import { AccountMenu } from "../features/session/AccountMenu";
import { Logo } from "../ui/Logo";
import { ColorSchemeSwitch } from "./ColorSchemeSwitch";
import classes from "./Layout.module.css";
import { paths } from "./paths";

const LINKS = [
  { to: paths.handshakes, label: "Handshakes", icon: IconTimeline },
  { to: paths.hosts, label: "Hosts and routes", icon: IconRoute2 },
  { to: paths.upstreams, label: "Upstreams", icon: IconServer2 },
  { to: paths.certificates, label: "Certificates", icon: IconCertificate },
  { to: paths.earlyData, label: "Early data", icon: IconBolt },
  { to: paths.resolve, label: "Resolve", icon: IconTopologyStar3 },
] as const;

/** The frame around every page that needs a session. */
export function Layout() {
  const navigate = useNavigate();
  const [opened, menu] = useDisclosure(false);
  return (
    <HandshakeFeedProvider>
      <a className={classes["skip"]} href="#content">
        Skip to content
      </a>
      <div className={classes["frame"]}>
        <aside className={classes["sidebar"]}>
          <Brand />
          <Navigation />
        </aside>
        <div id="scroll" className={classes["main"]}>
          <header className={classes["bar"]}>
            <ActionIcon
              className={classes["burger"] ?? ""}
              variant="subtle"
              color="gray"
              size="lg"
              aria-label="Open navigation"
              onClick={menu.open}
            >
              <IconMenu2 aria-hidden="true" />
            </ActionIcon>
            <div className={classes["barBrand"]}>
              <Brand />
            </div>
            <div className={classes["barEnd"]}>
              <ColorSchemeSwitch />
              <AccountMenu onSignedOut={() => navigate({ to: paths.signIn })} />
            </div>
          </header>
          <main id="content" tabIndex={-1} className={classes["content"]}>
            <Outlet />
          </main>
        </div>
      </div>
      <Drawer opened={opened} onClose={menu.close} size="17rem" title={<Brand />}>
        <Navigation onFollow={menu.close} />
      </Drawer>
    </HandshakeFeedProvider>
  );
}

function Brand() {
  return (
    <span className={classes["brand"]}>
      <Logo size={30} />
      Postern
    </span>
  );
}

function Navigation({ onFollow }: { readonly onFollow?: () => void }) {
  return (
    <nav aria-label="Main" className={classes["nav"]}>
      {LINKS.map(({ to, label, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          className={classes["link"]}
          activeOptions={{ exact: to === paths.handshakes, includeSearch: false }}
          onClick={onFollow}
        >
          <Icon size={19} stroke={1.8} aria-hidden="true" />
          {label}
        </Link>
      ))}
    </nav>
  );
}
