package dev.telemetry.autoconfigure.web.lives;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/**
 * What is behind a second dispatcher servlet.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebMvc
@Import(OtherHandlers.class)
class OtherConfiguration {

}
