package dev.telemetry.autoconfigure.viewer;

class JettyViewerTests extends ViewerContract {

	@Override
	String server() {
		return "Jetty";
	}

}
