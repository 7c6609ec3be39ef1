package dev.telemetry.starter.application;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Starts an application, sends requests to it, and stops it. Finds everything by name,
 * because any class may be missing.
 */
final class ApplicationRun {

	private static final List<String> INJECTED = List.of("io.opentelemetry.api.OpenTelemetry",
			"io.opentelemetry.api.trace.Tracer", "io.micrometer.tracing.Tracer",
			"io.micrometer.tracing.propagation.Propagator");

	private static final Pattern MEASURED = Pattern
		.compile("http_server_requests_seconds_count\\{.*uri=\"/tasks/\\{marker}\".*} ([0-9.]+)");

	/** Every other request comes from a caller that is traced. */
	private static final String[] CALLER = { "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
			"tracestate: vendor=value", "baggage: tenant=blue" };

	private static final int FRAMES = 5;

	private final Run run;

	private final Facts facts = new Facts();

	ApplicationRun(Run run) {
		this.run = run;
	}

	Facts facts() {
		try (ConfigurableApplicationContext context = start()) {
			this.facts.add("started", true);
			INJECTED.forEach((type) -> addInjected(context, type));
			Sightings sightings = context.getBeanProvider(Sightings.class).getIfAvailable(Sightings::new);
			work(context);
			context.close();
			if (context.getParent() instanceof ConfigurableApplicationContext parent) {
				parent.close();
			}
			this.facts.add("seen", sightings.ofRequests(this.run.marker()));
		}
		catch (Throwable ex) {
			this.facts.add("failure", causes(ex));
		}
		return this.facts;
	}

	private ConfigurableApplicationContext start() throws Exception {
		if (this.run.sources().contains(WebMvcSlice.class.getName())) {
			return WebMvcSlice.run(this.run.properties());
		}
		String[] arguments = this.run.properties().stream().map((property) -> "--" + property).toArray(String[]::new);
		if (this.run.sources().contains(ChildApplication.class.getName())) {
			return ChildApplication.run(arguments);
		}
		SpringApplication application = new SpringApplication();
		for (String source : this.run.sources()) {
			application.addPrimarySources(List.of(Class.forName(source)));
		}
		if (!this.run.sources().contains(WebApplication.class.getName())) {
			application.setWebApplicationType(WebApplicationType.NONE);
		}
		application.setRegisterShutdownHook(false);
		return application.run(arguments);
	}

	private void addInjected(ConfigurableApplicationContext context, String type) {
		String fact = "bean." + type;
		try {
			this.facts.add(fact, context.getBean(Class.forName(type)) != null);
		}
		catch (ClassNotFoundException ex) {
			this.facts.add(fact, "no class");
		}
		catch (Exception ex) {
			this.facts.add(fact, ex.getMessage());
		}
	}

	private void work(ConfigurableApplicationContext context) throws Exception {
		Work work = context.getBeanProvider(Work.class).getIfAvailable();
		for (int i = 0; work != null && i < Run.REQUESTS; i++) {
			work.run(this.run.marker() + i);
		}
		if (work == null) {
			request(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
		}
	}

	private void request(int port) throws Exception {
		try (RawConnection connection = new RawConnection(port)) {
			List<String> statuses = new ArrayList<>();
			int answered = 0;
			for (int i = 0; i < Run.REQUESTS; i++) {
				String marker = this.run.marker() + i;
				RawConnection.Response response = connection.get("/tasks/" + marker, (i == 0) ? new String[0] : CALLER);
				statuses.add(String.valueOf(response.status()));
				answered += (response.body().equals("{\"work\":\"" + marker + "\"}")) ? 1 : 0;
			}
			this.facts.add("statuses", String.join(" ", statuses));
			this.facts.add("answered", answered);
			addScrape(connection.get("/actuator/prometheus"));
		}
	}

	private void addScrape(RawConnection.Response scrape) {
		this.facts.add("scrape", scrape.status());
		this.facts.add("measured", measured(scrape.body()));
		this.facts.add("convention", scrape.body().contains("convention=\"users\""));
	}

	private static int measured(String scrape) {
		return MEASURED.matcher(scrape)
			.results()
			.map((MatchResult result) -> result.group(1))
			.mapToInt((count) -> (int) Double.parseDouble(count))
			.sum();
	}

	private static String causes(Throwable thrown) {
		StringBuilder text = new StringBuilder();
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			text.append(ClassUtils.getShortName(cause.getClass()))
				.append(": ")
				.append(cause.getMessage())
				.append(" at ");
			text.append(Arrays.stream(cause.getStackTrace()).limit(FRAMES).map(Object::toString).toList())
				.append(", by ");
		}
		return text.toString();
	}

}
