package dev.postern.gateway.vault;

import dev.postern.gateway.settings.PosternProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.security.SecureRandom;

@Configuration(proxyBeanMethods = false)
class VaultConfiguration {

    @Bean
    Vault vault(PosternProperties settings) {
        SecureRandom random = new SecureRandom();
        return new Vault(KeyEncryptionKey.find(settings, random), random);
    }
}
