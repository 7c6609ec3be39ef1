package dev.telemetry.autoconfigure.web.lives;

class JettyRequestLivesTests extends RequestLivesContract {

	JettyRequestLivesTests() {
		super(ServletServer.JETTY, false);
	}

}
