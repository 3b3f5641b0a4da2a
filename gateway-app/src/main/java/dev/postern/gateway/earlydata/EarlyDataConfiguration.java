package dev.postern.gateway.earlydata;

import dev.postern.gateway.settings.CurrentSettings;
import dev.postern.gateway.settings.PosternProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EarlyDataConfiguration {

    @Bean
    PolicyLease policyLease(PosternProperties settings) {
        return new PolicyLease(settings.earlyData().lease(), System::nanoTime, System::currentTimeMillis);
    }

    @Bean
    EarlyDataGate earlyDataGate(CurrentSettings settings, PolicyLease lease) {
        return new EarlyDataGate(() -> settings.get().earlyData().enabled(), lease, System::nanoTime);
    }
}
