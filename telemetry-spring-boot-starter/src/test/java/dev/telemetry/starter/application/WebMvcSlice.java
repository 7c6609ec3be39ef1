package dev.telemetry.starter.application;

import java.util.List;

import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.result.MockMvcResultMatchers;

/**
 * A test of the controllers of an application, without a server.
 */
@WebMvcTest
@ContextConfiguration(classes = { WebApplication.class, WebMvcSlice.RequestsConfiguration.class })
public final class WebMvcSlice {

	private WebMvcSlice() {
	}

	static ConfigurableApplicationContext run(List<String> properties) throws Exception {
		properties.stream().map((property) -> property.split("=", 2)).forEach((p) -> System.setProperty(p[0], p[1]));
		try {
			TestContext test = new TestContextManager(WebMvcSlice.class).getTestContext();
			// That of the state before would be taken for this one's.
			test.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
			return (ConfigurableApplicationContext) test.getApplicationContext();
		}
		finally {
			properties.forEach((property) -> System.clearProperty(property.split("=", 2)[0]));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class RequestsConfiguration {

		@Bean
		Work work(MockMvc mvc) {
			return (marker) -> {
				try {
					mvc.perform(MockMvcRequestBuilders.get("/tasks/" + marker))
						.andExpect(MockMvcResultMatchers.status().isOk());
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			};
		}

	}

}
