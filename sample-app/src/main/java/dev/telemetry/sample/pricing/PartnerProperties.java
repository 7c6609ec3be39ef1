package dev.telemetry.sample.pricing;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the partner is.
 *
 * @param baseUrl URL of the partner's API; the application itself by default
 */
@ConfigurationProperties("shop.partner")
record PartnerProperties(@Nullable URI baseUrl) {

}
