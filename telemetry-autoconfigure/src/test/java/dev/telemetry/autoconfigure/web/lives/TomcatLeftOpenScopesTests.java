package dev.telemetry.autoconfigure.web.lives;

class TomcatLeftOpenScopesTests extends LeftOpenScopesContract {

	TomcatLeftOpenScopesTests() {
		super(ServletServer.TOMCAT, false);
	}

}
