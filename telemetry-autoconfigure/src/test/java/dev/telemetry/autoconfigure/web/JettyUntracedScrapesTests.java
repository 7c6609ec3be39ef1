package dev.telemetry.autoconfigure.web;

class JettyUntracedScrapesTests extends UntracedScrapesContract {

	@Override
	String server() {
		return "Jetty";
	}

}
