package dev.postern.gateway.scenario;

import dev.postern.tls.earlydata.EarlyDataReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReasonSceneTest {
    @Test
    void onlyTheWordOfAClientOfOursCannotComeOfWhatAClientDoes() {
        assertThat(ReasonScene.OUR_OWN_CLIENT.reasons()).containsExactly(EarlyDataReason.PEER_DECLINED);
    }
}
