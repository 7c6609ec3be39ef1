package dev.telemetry.sample.job;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Switches scheduled jobs on.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
final class JobConfiguration {

}
