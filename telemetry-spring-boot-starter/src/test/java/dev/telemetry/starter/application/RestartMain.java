package dev.telemetry.starter.application;

import java.io.PrintStream;
import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.boot.web.servlet.RegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts an application that is under development, serves a request, and restarts it, as
 * Spring Boot's DevTools do when a class has changed.
 */
public final class RestartMain {

	/** How often it is started. */
	public static final int STARTS = 3;

	/** Before what is known of each start. */
	public static final String START = "START ";

	// In the system, because each start has classes of its own.
	private static final String COUNT = "restart.count";

	private RestartMain() {
	}

	public static void main(String[] args) throws Exception {
		ConfigurableApplicationContext context = new SpringApplication(WebApplication.class).run(args);
		int count = Integer.getInteger(COUNT, 0) + 1;
		System.setProperty(COUNT, String.valueOf(count));
		int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		try (RawConnection connection = new RawConnection(port)) {
			connection.get("/tasks/start-" + count);
		}
		PrintStream out = System.out;
		out.println(START + count + " " + RestartMain.class.getClassLoader().getClass().getSimpleName() + " "
				+ serverFilters(context));
		if (count < STARTS) {
			Restarter.getInstance().restart();
			return;
		}
		context.close();
		threads().forEach((thread) -> out.println("THREAD " + thread));
		System.exit(0);
	}

	private static long serverFilters(ConfigurableApplicationContext context) {
		return context.getBeansOfType(RegistrationBean.class)
			.values()
			.stream()
			.filter(RegistrationBean::isEnabled)
			.filter((registration) -> registration.toString().startsWith("dev.telemetry.filter"))
			.count();
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).sorted().toList();
	}

}
