package dev.telemetry.privacy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Secrets of all kinds, within the text that they are usually found in. The part between
 * guillemets must not leave the process.
 */
final class Secrets {

	private static final String JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";

	private Secrets() {
	}

	/**
	 * Text by kind, with the secret between guillemets.
	 */
	static Map<String, List<String>> byKind() {
		Map<String, List<String>> secrets = new LinkedHashMap<>();
		secrets.put("card", List.of("card «4111111111111111» declined", "«4111 1111 1111 1111» 12/27",
				"paid with «5500-0000-0000-0004»", "«378282246310005»", "amex «3782 822463 10005».",
				"«6011111111111117»", "(«30569309025904»)", "no=«4222222222222»", "«2223003122003222»",
				"jcb «3530111333300000», ok", "order 12 «4111 1111 1111 1111»", "«6212345678901265»",
				"«4111.1111.1111.1111»", "«4111_1111_1111_1111»", "«4111\u20111111\u20111111\u20111111»",
				"«4111\u202f1111\u202f1111\u202f1111»", "«4111  1111  1111  1111» x",
				"{\"text\":\"with\\n«4111111111111111» x\"}", "%7B%22card%22%3A%22«4111111111111111»%22%7D",
				"pan=«4111+1111+1111+1111»+x", "pan=«4111%201111%201111%201111»&x", "to%20«3782%2520822463%252010005»",
				"swiped %B«4111111111111111^DOE/JOHN Q^25121010000000000000»? x",
				"B«4111111111111111^DOE/JOHN^2512101»", "track ;«4111111111111111=25121010000000000000»? x",
				"«4111111111111111»=5"));
		secrets.put("iban",
				List.of("to «DE89370400440532013000»", "IBAN «DE89 3704 0044 0532 0130 00» booked",
						"«GB82WEST12345698765432»", "«NL91ABNA0417164300»,", "«fr1420041010050500013m02606»",
						"«NO9386011117947»", "to\\t«DE89370400440532013000»",
						"«DE89\u202f3704\u202f0044\u202f0532\u202f0130\u202f00»",
						"iban=«DE89+3704+0044+0532+0130+00»+x", "%22«DE89%203704%200044%200532%200130%2000»%22"));
		secrets.put("jwt", List.of("saw «" + JWT + "» here", "'«" + JWT + "»'", "x%20«" + JWT + "»",
				"x_«eyJhbGciOiJub25lIn0.eyJhIjoxfQ.»", "cut off «eyJhbGciOiJIUzI1NiIsInR5cCI6»"));
		putCredentials(secrets);
		putKeyValues(secrets);
		return secrets;
	}

	private static void putCredentials(Map<String, List<String>> secrets) {
		secrets.put("bearer", List.of("sent Bearer «mF_9.B5f-4.1JqM»", "used Basic «dXNlcjpwYXNzd29yZA==» again",
				"Negotiate «YIIJvwYGKwYBBQUCoIIJszCCCa+gJDAi»",
				"sent AWS4-HMAC-SHA256 «Credential=AKIA/s3/aws4_request, SignedHeaders=host;range, Signature=fe5f» x",
				"Digest «username=\"bob\", realm=\"a, b\", nc=1, response=\"6629fae4\"», x",
				"OAuth «oauth_token=\"ad18\",oauth_signature=\"tR3%2B\"»", "h=Bearer%20«mF_9.B5f-4.1JqM%3D»&x=1",
				"h=Bearer+«mF_9.B5f-4»+x", "x%2520Bearer%2520«dXNlcjpwYXNz%253D» y"));
		secrets.put("cloud-key",
				List.of("«AKIAIOSFODNN7EXAMPLE»", "with «ghp_16C7e42F292c6912E7710c838347Ae178B4a»",
						"«xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy»",
						"«AIzaSyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe»", "«sk-proj-abcdefghijklmnopqrstuvwx»",
						"«sk_live_4eC39HqLyjWDarjtT1zdp7dc»", "«github_pat_11AAAAAAA0abcdefghijklmnopqrstuvwxyz»",
						"«glpat-ABCDEFGHIJKLMNOPQRST»", "with «glsa_abcdefghijklmnopqrstuvwxyz012345_abcdef12»",
						"«NRAK-ABCDEFGHIJKLMNOPQRSTUVWXYZ0»", "use\\n«AKIAIOSFODNN7EXAMPLE»",
						"a\\u003d«AKIAIOSFODNN7EXAMPLE»", "«dapi0123456789abcdef0123456789abcdef»",
						"«glrt-abcdefghij0123456789»", "«shpss_0123456789abcdef0123456789abcdef»",
						"POST https://hooks.slack.com/services/«T0AB/B0CD/x1Yz» failed",
						"\"https://api.telegram.org/bot«123456:ABC-DEF1234/sendMessage»\": timeout",
						"https://discord.com/api/webhooks/«1234567890/abc_DEF-ghi»?wait=true",
						"https://acme.webhook.office.com/webhookb2/«1a2b@3c4d/IncomingWebhook/5e6f/7a8b»."));
		secrets.put("private-key",
				List.of("key: «-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----» end",
						"«-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC»"));
		secrets.put("url",
				List.of("jdbc:postgresql://«app:s3cr3tPW»@db:5432/shop", "amqp://«guest:guest»@mq",
						"https://«user:pa@ss»@host/x", "redis://«:hunter2»@cache:6379", "http://«u:p/w?x#y»@host/a@b",
						"see https://«token»@git.example.org/r.git now", "back=https%3A%2F%2F«app%3As3cr3t»%40host%2Fx",
						"jdbc:oracle:thin:«scott/tiger»@host:1521:XE"));
	}

	private static void putKeyValues(Map<String, List<String>> secrets) {
		secrets.put("key-value", List.of("password=«hunter2»", "PASSWORD: «hunter2»",
				"spring.datasource.password=«x» y", "{\"password\": \"«hunter2»\"}",
				"{\\\"client_secret\\\": \\\"«hunter2»\\\"}", "'apiKey': '«abc»'", "?access_token=«abcdef123»&page=2",
				"https://x/y?sig=«abc%2F»&se=2", "&X-Amz-Signature=«fe5f80»", "Login[user=bob, password=«a)b», age=3]",
				"db_password = «p» w", "Authorization: Bearer «abc»", "Authorization=Basic «eDp5», Accept=*",
				"Authorization: Digest «username=\"bob\", response=\"6629fae4\"»",
				"[Authorization:\"«Digest username=\"bob\", response=\"6629fae4\"»\", Accept:\"*\"]",
				"Authorization: AWS4-HMAC-SHA256 «Credential=AKIA/s3, SignedHeaders=host;range, Signature=fe5f»",
				"cookies=«[SESSION=abc]» x", "Ocp-Apim-Subscription-Key: «k»", "x-functions-key: «k»",
				"bearer=«mF_9.B5f-4.1JqM»", "password=«geh'eim» x", "'password=«geh\"eim»' x",
				"Cookie: «a=b; JSESSIONID=12345»", "Set-Cookie: «SESSION=\"abc\"; Path=/»",
				"cookie=«theme=\"dark\"; SESSION=abc», accept=*/*", "Set-Cookie: «id=7; Path=/»\nHost: x",
				"<password>«a b»</password>", "run --password «hunter2» --verbose", "--api-key=«k»", "pwd=«x»;user=y",
				"userPassword=«x»", "MYSQLPASSWORD=«x»", "jsessionid=«0123456789»", "token: «abc123def»", "secret=«n»",
				"AccountKey=«Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==»",
				"\"credentials\": «{\"user\": \"x\", \"pass\": \"}\"}» rest", "password=«[redacted:card]x»",
				"password \t= «hunter2»", "(password.java:«1234x»)", "password.java: «1234»)", "passphrase='«it\\'s»'",
				"next=%2Fcb%3Ftoken%3D«abc123def456» x", "a%26client_secret%3d«s»", "Authorization%3A«%20Bearer%20abc»",
				"<wsse:Password>«hunter2»</wsse:Password>", "<password type=\"text\">«hunter2»</password>",
				"code=«4/0AX4XfWh»&state=1", "https://x/cb#code=«4/0AX4XfWh»&state=1", "sig=«abc%2F»&se=2",
				":password=>\"«x»\"", "'password' => '«x»'", "password=            «x»",
				"<password><![CDATA[«a<b»]]></password>", "<password>\n\t«x»</password>",
				"where password='«it''s»' and id=1", "CREATE ROLE app WITH PASSWORD '«it''s»' LOGIN",
				"alter user app identified by '«x»'", "https://x/?a\\u003d1\\u0026token\\u003d«abc123def» y",
				"SAMLResponse=«PHNhbWxwOlJlc3BvbnNl%3D»&RelayState=x", "code_verifier=«dBjftJeZ4CVP»",
				"next%3D%252Fcb%253Ftoken%253D«abc123def456» x", "a=%25252Fcb%25253Fapi_key%25253d«s» x",
				"back=https%3A%2F%2Fx%2Fcb%3Fcode%3D«4%2F0AX4»&x=1", "50%25password%3D«s»",
				"filter=%7B%22password%22%3A%22«hunter2»%22%2C%22page%22%3A2%7D&x=1", "{%22token%22:%22«abcdef»%22}",
				"a%2522user_password%2522%253A%2522«x»%2522", "%22pin_secret%22%3A+%22«a%5C%22b»%22",
				"{\\u0022password\\u0022:\\u0022«x»\\u0022,\\u0022user\\u0022:1}", "%27secret%27%3A%20%27«x»",
				"%22cvc%22%3A«123%7D»", "user%5Btoken%5D=«abcdef99»&user%5Bname%5D=bob"));
		putReported(secrets);
		secrets.put("email",
				List.of("mail to «ann.lee+test@shop.example.org», then", "<«o'brien@example.com»>",
						"«müller@example.de»", "from «a@b.co».", "email=«alice%40example.org»&x=1",
						"«info@xn--e1afmkfd.xn--p1ai»"));
	}

	private static void putReported(Map<String, List<String>> secrets) {
		secrets.merge("key-value", List.of(
				"Field error in object 'form' on field 'password': rejected value [«a]b»]; codes [Size.form.password,x]",
				"on field 'users[0].apiToken': rejected value [«abc def»]; codes [x]",
				"'secret': rejected value [«cut»",
				"ERROR: duplicate key\n  Detail: Key (api_key)=(«abcdef99») already exists.",
				"Key (tenant, token)=(«1, a)b») already exists.", "Key (token)=(«cut off»", "password:«must» x",
				"password=«must» not", "password=«password»", "db.password=«x!.password»", "a.secret=«b.c.secret»",
				"Duplicate entry '«a'b»' for key 'users.api_key'", "Duplicate entry '«abcdef99»' for key 'token_UNIQUE",
				"Method parameter 'otp': Failed to convert value of type 'java.lang.String' to required type 'int'; "
						+ "«For input string: \"12x4\"»\n\tat x",
				"default message [Failed to convert property value of type 'java.lang.String' to required type 'int' "
						+ "for property 'user.otp'; «For input string: \"12x4\"]»",
				"failed:\n\n    Property: shop.api-key\n    Value: \"«a b»\"\n    Origin: x",
				"    Property: shop.pin-code\r\n    Value: \"«12»\"\r\n",
				"dn: cn=bob\nuserPassword:: «aHVudGVyMg==»\nsn: x", "keytool -list -storepass «changeit» -alias x",
				"-keypass «x» -v", "'-srcstorepass «x»'", "openssl rsa -passin «pass:hunter2» -in k.pem",
				"apiKey=«ab», apiVersion=2"), (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
	}

	/**
	 * Texts that hold no secret and must pass as they are.
	 */
	static List<String> harmless() {
		return List.of("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7",
				"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "550e8400-e29b-41d4-a716-446655440000",
				"41111111-1111-1111-1111-111111111111", "order 1234567890123456", "1764408000000", "1764408000000123",
				"1764408000000123456", "2026-11-29T02:26:28.123456789Z", "12:30:45", "0.4111111111111111",
				"v4.1.1-RELEASE", "spring-boot 4.1.1", "author=bob", "authority: main", "tokens=5", "max_tokens: 4096",
				"tokenizer=wordpiece", "Unexpected token: }", "Invalid token: expired", "password=null", "password=",
				"password: ***", "password=[redacted:key-value]", "\"password\":\"[redacted:key-value]\"",
				"Authorization: Bearer [redacted:bearer], x", "[hmac:k1:0123456789abcdef0123456789abcdef]",
				"token=[hmac:k1:0123456789abcdef0123456789abcdef] next", "basic authentication failed",
				"Bearer authentication", "http://host:8080/path@x", "http://[::1]:4873/@scope/pkg",
				"https://example.org/a?b=c&d=e", "shop.Order@1a2b3c4d", "@Autowired",
				"java.lang.NullPointerException: Cannot invoke \"a.b()\"", "\tat shop.Orders.find(Orders.java:17)",
				"GET /items/{id}", "select * from orders where id = ?",
				"\tat web.access.intercept.AuthorizationFilter.doFilter(AuthorizationFilter.java:99)",
				"at shop.PasswordCheck.check(PasswordCheck.kt:7) ~[shop.jar]",
				"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "a == b ? token : other",
				"Map<String, Token>::new", "DE89370400440532013001", "eyJ", "compass=north", "key=value", "code=5",
				"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", "4111 1111", "x-4111-1111-1111-1111-1111-x",
				"sku-task-1234567890", "risk-free", "127.0.0.1:8080", "+49 30 1234567", "name=a%20b%3Dc",
				"x%3A%2F%2Fhost%2Fa", "100%40", "jdbc:oracle:thin:@host:1521:XE", "<author name=\"x\">bob</author>",
				"1.2.3.4111.1111", "<token/>text", "Map<Token, Order> is empty", "a <token && b> c",
				"version=4.1.1&code", "status => 500", "<password> <value/>",
				"auth.BadCredentialsException: Bad credentials", "InvalidPasswordError: too short", "OAuth 2.0 login",
				"digest mismatch", "no password for 'app'", "'password' 'x'", "password ''",
				"q=token+bucket+rate+limiter", "q=basic+authentication", "a%26author%3Dbob", "a%2526author%253Dbob",
				"x%20code%3D5", "Token%20bucket", "%22author%22%3A%22bob%22", "%22password%22%3A%22%22",
				"22:password22", "4111+1111=5222", "a%204111%201111%20b", "DE89+3704", "dapifoxtrot", "glrt-short",
				"auth=required", "{\"auth\":\"bm9uZQ==\"}", "auth: none", "hooks.slack.com/services/ is down",
				"GET https://hooks.slack.com/status", "B4111");
	}

	/**
	 * Messages and queries about secrets that hold none.
	 */
	static List<String> harmlessMessages() {
		return List.of("on field 'name': rejected value [bob]; codes [x]",
				"on field 'password': rejected value [null]; codes [x]",
				"on field 'password': rejected value []; codes [x]", "Key (name)=(bob) already exists.",
				"Duplicate entry 'bob' for key 'users.name'", "login.password: must not be blank, x: must not be null",
				"from s s1_0 join t t1_0 on s1_0.session_id=t1_0.session_id where 1=1",
				"JOIN k ON c.CREDENTIAL_ID = k.credential_id) x",
				"Access denied for user 'app'@'db' (using password: YES)",
				"Token [Principal=bob, Credentials=[PROTECTED], Authenticated=false]",
				"create.user.apiToken: size must be between 8 and 20",
				"select id from users where password = ? and api_key=?", "set password=$1, secret = ?2 where id=$3",
				"user%5Bauthor%5D=bob", "RequestHeader(apiKey=API_VERSIONS, apiVersion=3, clientId=shop)",
				"Method parameter 'id': Failed to convert value of type 'java.lang.String' to required type 'int'; "
						+ "For input string: \"x\"",
				"Method parameter 'otp': Failed to convert value of type 'java.lang.String' to required type 'int'",
				"a value of type 'x' for property 'page'; For input string: \"x\"",
				"a non-password login - token bucket", "std::pass :: x",
				"    Property: shop.name\n    Value: \"bob\"\n    Reason: x",
				"An error occurred while attempting to decode the Jwt: Signed JWT rejected: Invalid signature",
				"attempting to decode the Jwt: Jwt expired at 2026-11-28T02:00:00Z");
	}

}
