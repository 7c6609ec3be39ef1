package dev.telemetry.starter.application;

import java.io.PrintStream;
import java.util.Arrays;

import io.opentelemetry.api.OpenTelemetry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import dev.telemetry.record.TimedJob;

/**
 * Starts an application that was processed ahead of time, once for each argument, and
 * sends it a request.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ WebApplication.WorkController.class, AotMain.NightlyJob.class })
public class AotMain {

	/** Before the lines of a start. */
	public static final String BEGIN = "BEGIN ";

	/** Before what Prometheus would get. */
	public static final String SCRAPE = "SCRAPE ";

	/** Before the name of a thread of telemetry. */
	public static final String THREAD = "THREAD ";

	/** Before the headers that are passed on to other services. */
	public static final String HEADERS = "HEADERS ";

	public static void main(String[] args) throws Exception {
		PrintStream out = System.out;
		for (String arguments : args) {
			out.println(BEGIN + arguments);
			try (ConfigurableApplicationContext context = SpringApplication.run(AotMain.class, arguments.split(" "))) {
				context.getBean(NightlyJob.class).run();
				int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
				try (RawConnection connection = new RawConnection(port)) {
					out.println(connection.get("/tasks/" + port).status());
					String scrape = connection.get("/actuator/prometheus").body();
					Arrays.stream(scrape.split("\n")).forEach((line) -> out.println(SCRAPE + line));
					out.println(connection.get("/actuator/telemetry").status());
				}
				out.println(HEADERS
						+ context.getBean(OpenTelemetry.class).getPropagators().getTextMapPropagator().fields());
				Thread.getAllStackTraces()
					.keySet()
					.stream()
					.map(Thread::getName)
					.filter((name) -> name.startsWith("telemetry-"))
					.forEach((name) -> out.println(THREAD + name));
			}
		}
		System.exit(0);
	}

	/**
	 * A job by annotation, for which a proxy is made.
	 */
	static class NightlyJob {

		@TimedJob(queue = "nightly", type = "count")
		void run() {
		}

	}

}
