package dev.telemetry.autoconfigure.web.lives;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * Whatever becomes of a request, it has one span and one measurement, which end when it
 * is really over, with the status of the wire. Nothing is left on any thread.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RequestLivesContract
		implements AnsweredRequests, FailedRequests, LoggedRequests, LostClients, OddRequests, UpgradedRequests {

	private final ServletServer container;

	private final boolean virtualThreads;

	private LivesServer server;

	RequestLivesContract(ServletServer container, boolean virtualThreads) {
		this.container = container;
		this.virtualThreads = virtualThreads;
	}

	@BeforeAll
	void start() {
		this.server = new LivesServer(this.container, "spring.threads.virtual.enabled=" + this.virtualThreads);
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	@AfterEach
	void nothingIsLeft() throws Exception {
		this.server.assertNothingIsLeft();
	}

	@Override
	public ServletServer container() {
		return this.container;
	}

	@Override
	public LivesServer server() {
		return this.server;
	}

}
