// Leaves of all classes those that docs/api.md lists, now or at the last release, with what is nested in them. The
// others are internal and may change.

def root = new File(System.getProperty('maven.multiModuleProjectDirectory'))
def git = { List<String> arguments ->
	def process = (['git'] + arguments).execute(null as List, root)
	def output = process.text
	process.waitFor() == 0 ? output.trim() : ''
}
def release = git(['describe', '--tags', '--abbrev=0', '--match', 'v*'])
def pages = [new File(root, 'docs/api.md').text] + (release ? [git(['show', "${release}:docs/api.md".toString()])] : [])

def names = [] as Set<String>
pages.each { page ->
	def packageName = ''
	page.eachLine { line ->
		def heading = line =~ /^`(dev\.telemetry[a-z.]*)`$/
		def row = line =~ /^\| `(\w+)` \|/
		if (heading) {
			packageName = heading[0][1]
		}
		if (row) {
			names << "${packageName}.${row[0][1]}".toString()
		}
	}
}
// In place: the build is broken by what is in this list, not by what is returned.
jApiClasses.removeIf { type -> !(type.fullyQualifiedName.replaceFirst(/\$.*/, '') in names) }
jApiClasses
