package dev.sheaf.storage;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The one bucket as a bean; a bucket that cannot be used stops the start.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(S3Settings.class)
class StorageConfiguration {

    @Bean
    Bucket bucket(S3Settings settings) {
        return Bucket.open(settings);
    }
}
