package dev.telemetry.starter.application;

import java.io.PrintStream;
import java.util.Arrays;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * Starts an application that was processed ahead of time, once for each argument, and
 * sends it a request.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(WebApplication.WorkController.class)
public class AotMain {

	/** Before the lines of a start. */
	public static final String BEGIN = "BEGIN ";

	/** Before what Prometheus would get. */
	public static final String SCRAPE = "SCRAPE ";

	public static void main(String[] args) throws Exception {
		PrintStream out = System.out;
		for (String arguments : args) {
			out.println(BEGIN + arguments);
			try (ConfigurableApplicationContext context = SpringApplication.run(AotMain.class, arguments.split(" "))) {
				int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
				try (RawConnection connection = new RawConnection(port)) {
					out.println(connection.get("/work/" + port).status());
					String scrape = connection.get("/actuator/prometheus").body();
					Arrays.stream(scrape.split("\n")).forEach((line) -> out.println(SCRAPE + line));
				}
			}
		}
		System.exit(0);
	}

}
