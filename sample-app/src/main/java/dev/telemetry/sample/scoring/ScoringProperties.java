package dev.telemetry.sample.scoring;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether orders are scored, and by what.
 *
 * @param enabled whether they are
 * @param python the program that runs the worker
 * @param timeout how long a score may take
 */
@ConfigurationProperties("shop.scoring")
record ScoringProperties(@DefaultValue("false") boolean enabled, @DefaultValue("python3") String python,
		@DefaultValue("5s") Duration timeout) {

}
