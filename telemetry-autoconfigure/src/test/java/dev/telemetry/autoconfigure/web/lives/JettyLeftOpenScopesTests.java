package dev.telemetry.autoconfigure.web.lives;

class JettyLeftOpenScopesTests extends LeftOpenScopesContract {

	JettyLeftOpenScopesTests() {
		super(ServletServer.JETTY, false);
	}

}
