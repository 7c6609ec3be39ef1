package dev.telemetry.sample.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import dev.telemetry.sample.OwnAddress;
import dev.telemetry.sample.pricing.PartnerAddress;

/**
 * The partner in a process of its own, so that traces cross services. As long as it does
 * not answer, the shop asks itself for prices.
 */
@Component
@Profile("demo")
@ConditionalOnBooleanProperty(name = "shop.demo.partner", matchIfMissing = true)
final class DemoPartner implements PartnerAddress {

	private static final Logger logger = LoggerFactory.getLogger(DemoPartner.class);

	private static final int ATTEMPTS = 300;

	private static final int PAUSE_MILLIS = 200;

	private final OwnAddress ownAddress;

	private final DemoPartnerCommand command;

	private volatile @Nullable Process process;

	private volatile @Nullable URI uri;

	private volatile boolean closing;

	DemoPartner(OwnAddress ownAddress, ApplicationArguments arguments) {
		this.ownAddress = ownAddress;
		this.command = new DemoPartnerCommand(arguments.getSourceArgs());
	}

	@Override
	public URI uri() {
		Process running = this.process;
		URI open = this.uri;
		return (open != null && running != null && running.isAlive()) ? open : this.ownAddress.uri();
	}

	@EventListener(ApplicationReadyEvent.class)
	@SuppressWarnings("FutureReturnValueIgnored")
	void start() {
		try {
			Path portFile = Files.createTempFile("partner", ".port");
			Process started = new ProcessBuilder(this.command.arguments(portFile))
				.redirectOutput(ProcessBuilder.Redirect.INHERIT)
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			this.process = started;
			CompletableFuture.runAsync(() -> awaitOpen(started, portFile));
		}
		catch (IOException ex) {
			logger.warn("The partner is part of the shop, because it could not be started", ex);
		}
	}

	private void awaitOpen(Process started, Path portFile) {
		for (int i = 0; i < ATTEMPTS && started.isAlive(); i++) {
			String port = port(portFile);
			if (!port.isEmpty()) {
				this.uri = URI.create("http://localhost:" + port);
				logger.info("The partner is a service of its own now, at {}", this.uri);
				return;
			}
			pause();
		}
		if (!this.closing) {
			logger.warn("The partner is part of the shop, because it does not answer");
		}
	}

	// Written by the partner once it listens; a port that is chosen here might be taken
	// by then.
	private static String port(Path portFile) {
		try {
			return Files.readString(portFile).strip();
		}
		catch (IOException ex) {
			return "";
		}
	}

	private static void pause() {
		try {
			Thread.sleep(PAUSE_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@EventListener(ContextClosedEvent.class)
	void close() {
		this.closing = true;
		Process running = this.process;
		if (running != null) {
			running.destroy();
		}
	}

}
