package dev.postern.gateway.admin;

import dev.postern.gateway.lifecycle.DataPlane;
import dev.postern.gateway.settings.BindAddress;
import dev.postern.gateway.settings.CurrentSettings;
import dev.postern.gateway.settings.PosternProperties;
import dev.postern.gateway.vault.KeyOrigin;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.spring.TlsProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// `/api/v1/system`: what the environment decides, to be read and not written: binds, deadlines, limits, the replay store, what bounds early data,
/// and where the keys come from.
/// No secret is among it.
@RestController
class SystemController {
    private final ReactiveWebServerApplicationContext context;
    private final CurrentSettings settings;
    private final DataPlane dataPlane;
    private final ServerProperties server;
    private final TlsProperties tls;
    private final CryptoProvider crypto;
    private final String version;

    SystemController(ReactiveWebServerApplicationContext context, CurrentSettings settings, DataPlane dataPlane,
            ServerProperties server, TlsProperties tls, CryptoProvider crypto, ObjectProvider<BuildProperties> build) {
        this.context = context;
        this.settings = settings;
        this.dataPlane = dataPlane;
        this.server = server;
        this.tls = tls;
        this.crypto = crypto;
        BuildProperties built = build.getIfAvailable();
        this.version = String.valueOf(built == null ? "unknown" : built.getVersion());
    }

    @GetMapping("/api/v1/system")
    SystemView system() {
        PosternProperties now = settings.get();
        return new SystemView(version, Runtime.version().toString(), Instant.ofEpochMilli(context.getStartupDate()),
                now.dataDir().toAbsolutePath().normalize().toString(),
                shown(context.getEnvironment().getProperty("spring.datasource.url", "")),
                SystemView.DatabaseAccessView.of(now.database()), KeyOrigin.of(now.keys()),
                admin(), listeners(now.listeners()), SystemView.LimitsView.of(now.limits()),
                SystemView.TicketsView.of(now.tickets()), SystemView.ReplayView.of(now.replay()),
                SystemView.EarlyDataView.of(now.earlyData()), SystemView.LeaveView.of(now.leave()), now.demo(),
                new TreeMap<>(crypto.assignments()));
    }

    private SystemView.AdminView admin() {
        var running = context.getWebServer();
        InetAddress address = server.getAddress();
        InetSocketAddress bind = address == null ? new InetSocketAddress(0) : new InetSocketAddress(address, 0);
        String bundle = String.valueOf(tls.bundle());
        return new SystemView.AdminView(
                new BindAddress(bind.getAddress(), running == null ? 0 : running.getPort()).toString(), bundle,
                bundle.equals(AdminCertificate.BUNDLE));
    }

    private List<SystemView.ListenerView> listeners(List<PosternProperties.Listener> set) {
        List<DataPlane.Bound> bound = dataPlane.bound();
        List<SystemView.ListenerView> views = new ArrayList<>();
        for (int i = 0; i < set.size(); i++) {
            views.add(SystemView.ListenerView.of(set.get(i), i < bound.size() ? bound.get(i).place() : null));
        }
        return views;
    }

    /// Parameters and the part before an `@` may hold a password.
    static String shown(String url) {
        return url.replaceFirst("[;?].*", "").replaceFirst("//[^/]*@", "//");
    }
}
