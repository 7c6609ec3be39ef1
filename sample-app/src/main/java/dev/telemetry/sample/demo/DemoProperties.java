package dev.telemetry.sample.demo;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much traffic the shop sends itself.
 *
 * @param pause time between an answer and the next request
 * @param duration when to stop
 */
@ConfigurationProperties("shop.demo")
record DemoProperties(@DefaultValue("500ms") Duration pause, @DefaultValue("10m") Duration duration) {

}
