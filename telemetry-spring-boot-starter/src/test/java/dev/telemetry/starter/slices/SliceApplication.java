package dev.telemetry.starter.slices;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The application of which each test starts a slice.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ Injected.class, SliceApplication.InjectedController.class })
class SliceApplication {

	@RestController
	static class InjectedController {

		private final Injected injected;

		InjectedController(Injected injected) {
			this.injected = injected;
		}

		@GetMapping("/injected")
		String injected() {
			return this.injected.work();
		}

	}

}
