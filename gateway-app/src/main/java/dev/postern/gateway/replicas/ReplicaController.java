package dev.postern.gateway.replicas;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.postern.gateway.database.Database;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;

/// `/api/v1/replicas`: which processes serve from this database, and which revision each one serves.
@RestController
@RequestMapping("/api/v1/replicas")
class ReplicaController {
    private final Replicas replicas;
    private final Database database;

    ReplicaController(Replicas replicas, Database database) {
        this.replicas = replicas;
        this.database = database;
    }

    /// @param trouble           why it serves nothing newer
    /// @param earlyDataRevision of the early-data policy that it acts by
    /// @param earlyDataHeld     whether it still does; whoever lost touch with the database refuses early data
    /// @param self              whether this one answers
    @Schema(name = "Replica")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReplicaView(@Schema(requiredMode = RequiredMode.REQUIRED) String id,
            @Schema(requiredMode = RequiredMode.REQUIRED) String name,
            @Schema(requiredMode = RequiredMode.REQUIRED) Instant startedAt,
            @Schema(requiredMode = RequiredMode.REQUIRED) long appliedRevision,
            @Schema(requiredMode = RequiredMode.REQUIRED) Instant seenAt,
            @Schema(requiredMode = RequiredMode.REQUIRED) long earlyDataRevision,
            @Schema(requiredMode = RequiredMode.REQUIRED) boolean earlyDataHeld,
            @Schema(requiredMode = RequiredMode.REQUIRED) boolean self, @Nullable String trouble) {
        static ReplicaView of(Replica replica) {
            return new ReplicaView(replica.id(), replica.name(), replica.startedAt(), replica.appliedRevision(),
                    replica.seenAt(), replica.earlyData().revision(), replica.earlyData().held(), replica.self(),
                    replica.trouble());
        }
    }

    /// @param shared whether the database is one that several processes can serve from
    @Schema(name = "Replicas")
    record ReplicasView(@Schema(requiredMode = RequiredMode.REQUIRED) List<ReplicaView> items,
            @Schema(requiredMode = RequiredMode.REQUIRED) boolean shared) {}

    @GetMapping
    ReplicasView list() {
        return new ReplicasView(replicas.list().stream().map(ReplicaView::of).toList(), database.isShared());
    }
}
