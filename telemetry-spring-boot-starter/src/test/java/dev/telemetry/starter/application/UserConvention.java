package dev.telemetry.starter.application;

import io.micrometer.common.KeyValues;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * A bean that changes how requests are observed. Needs a web application, unlike the
 * beans of {@link UserBeans}.
 */
@Configuration(proxyBeanMethods = false)
@Import(UserConvention.Convention.class)
public class UserConvention {

	/**
	 * Adds a key.
	 */
	static class Convention extends DefaultServerRequestObservationConvention {

		@Override
		public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
			return super.getLowCardinalityKeyValues(context).and("convention", "users");
		}

	}

}
