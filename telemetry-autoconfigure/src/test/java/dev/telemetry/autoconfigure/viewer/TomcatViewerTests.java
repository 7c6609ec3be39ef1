package dev.telemetry.autoconfigure.viewer;

class TomcatViewerTests extends ViewerContract {

	@Override
	String server() {
		return "Tomcat";
	}

}
