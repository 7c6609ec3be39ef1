package dev.telemetry.sample.demo;

import java.io.IOException;
import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Sends a customer into the shop again and again, from when the shop is open until it
 * closes or the time is over.
 */
@Component
@Profile("demo")
final class DemoTraffic {

	private static final Logger logger = LoggerFactory.getLogger(DemoTraffic.class);

	private final Visitor visitor;

	private final DemoProperties properties;

	private final Thread thread = new Thread(this::run, "demo-traffic");

	DemoTraffic(Visitor visitor, DemoProperties properties) {
		this.visitor = visitor;
		this.properties = properties;
		this.thread.setDaemon(true);
	}

	@EventListener(ApplicationReadyEvent.class)
	void open() {
		this.thread.start();
	}

	// Published before the web server shuts down, so that it need not wait for us.
	@EventListener(ContextClosedEvent.class)
	void close() {
		this.thread.interrupt();
	}

	boolean awaitEnd(Duration timeout) throws InterruptedException {
		this.thread.join(timeout.toMillis());
		return !this.thread.isAlive();
	}

	private void run() {
		long end = System.nanoTime() + this.properties.duration().toNanos();
		try {
			while (System.nanoTime() < end) {
				Thread.sleep(this.properties.pause().toMillis());
				visit();
			}
			logger.info("Demo traffic ended, the shop stays open");
		}
		catch (InterruptedException ex) {
			logger.debug("Demo traffic ended, the shop closes");
		}
	}

	private void visit() throws InterruptedException {
		try {
			this.visitor.visit();
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Demo request got no answer", ex);
		}
	}

	/**
	 * Comes to the shop and does one thing.
	 */
	@FunctionalInterface
	interface Visitor {

		/**
		 * Does one thing.
		 * @throws IOException if the shop does not answer
		 * @throws InterruptedException if the thread is interrupted
		 */
		void visit() throws IOException, InterruptedException;

	}

}
