// Words of which generated portal passwords are made: short, known to everybody, without accents, hard to mishear.
export const PORTAL_WORDS = ('abeja abril acero agua aire alamo alba alegria alfajor algodon almendra alondra amigo ancla andes anillo arbol arena aroma asado ' +
    'astro aurora avena azahar azucar bahia balsa banco bandera barco barrio bosque botella brisa bronce brujula buzon caballo cabra ' +
    'cacao camino campo canario canela canto carbon carta casa castillo cebra cedro ceibo cerro cielo cigarra ciruela clavel cobre colina ' +
    'cometa condor coral cordero corona cosecha crater crema cristal cuarzo cuento damasco delfin desierto diamante dulce duna durazno eco ' +
    'escalera esmeralda espiga espuma estrella faro feria flauta flor fogata fuente galaxia ganso garza gaucho girasol glaciar gorrion ' +
    'granizo grillo guanaco guitarra hielo hierro higo hoja hornero huella huerta invierno isla jardin jazmin jirafa juego lago laguna ' +
    'lapacho laurel lechuza lenga libro limon linterna llama lluvia loma lucero luna madera maiz malbec manzana mapa mar margarita mate ' +
    'melon menta mesa miel mirlo molino montera monte naranja nieve nogal nube oasis oliva ombu otono paloma pampa panal papel parque pera ' +
    'perla piedra pino pirata planeta plata playa pluma pomelo potro pradera primavera puente puma quebracho rayo relato rio roble rocio ' +
    'romero rosa ruta sandia sauce selva semilla sendero sierra silbo sol sombra tambor tango teatro tejado tierra tigre timon tomate torre ' +
    'trebol trigo trueno tucan tulipan uva valle vela verano viento violeta volcan yerba zafiro zapallo zorzal')
    .split(' ')
    .filter((word, index, words) => words.indexOf(word) === index);
